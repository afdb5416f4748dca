import { CONFIG_HEADER, embeddedEnd, embeddedStart } from "../../../assembly/config/embedded";

describe("the header of an embedded configuration", () => {
  it("begins with a mark of eight bytes", () => {
    expect(String.UTF8.decodeUnsafe(CONFIG_HEADER, 7)).toBe("KEYWARD");
    expect(load<u8>(CONFIG_HEADER, 7)).toBe(1);
  });

  it("holds no configuration at first", () => {
    expect(load<u64>(CONFIG_HEADER, 8)).toBe(0xffffffffffffffff);
    expect(embeddedStart()).toBe(0);
  });

  it("holds where one starts and ends once that is written there", () => {
    store<u32>(CONFIG_HEADER, 4096, 8);
    store<u32>(CONFIG_HEADER, 17, 12);
    expect(embeddedStart()).toBe(4096);
    expect(embeddedEnd()).toBe(4113);
    store<u32>(CONFIG_HEADER, 0xfffffff0, 8);
    store<u32>(CONFIG_HEADER, 0, 12);
    expect(embeddedStart()).toBe(0xfffffff0);
    expect(embeddedEnd()).toBe(0xfffffff0);
    store<u64>(CONFIG_HEADER, 0xffffffffffffffff, 8);
    expect(embeddedStart()).toBe(0);
  });
});
