/** Configurations with invalid values: ids, times, patterns and networks. */
import { array, getMember, object, setMember, type ArrayTree } from "../tree.js";
import { anException, setField, setWeekly, type Break } from "./config-trees.js";
import { exception } from "./generate-configs.js";
import { MAX_PATTERNS } from "./read-config.js";
import { FIELDS } from "./settings.js";

/** Fields that accept any text. */
const TEXT_FIELDS = ["region", "actor.type", "user_agent", "key.id", "actor.role", "source_identity"] as const;

export const VALUE_BREAKS: readonly Break[] = [
  {
    name: "an id twice",
    fault: "id twice",
    apply: (config, random) => {
      const first = anException(config, random);
      const twin = exception(getMember(first, "id") as string, random);
      (getMember(config, "exceptions") as ArrayTree).items.push(twin);
    },
  },
  {
    name: "a place that is none",
    fault: "place",
    apply: (config, random) => {
      const wrong =
        "|/|#|/#|x|x/y| /x|//x|/x/|/x//y|/x~|/x~2y|/~|/\u00e9|/x\u0000|/x\ny|/\u007f|/*|/*/x|/x/#|/Records/*/";
      const long = [`/${"n".repeat(65)}`, "/a".repeat(17), `/a${"/*".repeat(17)}`, `${"/a".repeat(17)}#`];
      const place = random.pick([...wrong.split("|"), ...long]);
      setMember(config, "places", array(...random.shuffle([place, ...(random.chance(0.5) ? ["/x", "/y/*#"] : [])])));
    },
  },
  {
    name: "a time that is none",
    fault: "time",
    apply: (config, random) => {
      const wrong =
        "yesterday|2026-12-05|2026-12-05T22:00Z|2026-12-05T22:00:00|2026-12-05T22:00:00+0100|2026-12-05T22:00:00.Z|" +
        "2026-12-05T24:00:00Z|2026-12-05T22:60:00Z|2026-12-05T22:00:61Z|2026-12-05T22:00:00+24:00|1796508000||" +
        "2026-12-05T22:00:00 Z| 2026-12-05T22:00:00Z|+2026-12-05T22:00:00Z|2026-12-05_22:00:00Z|26-12-05T22:00:00Z|" +
        "2026-13-05T22:00:00Z|2026-00-05T22:00:00Z|2026-12-00T22:00:00Z|2026-12-32T22:00:00Z|2026-12-05T22:00:00+01:60|" +
        "2026-12-05T22:00:00,5Z|2026-12-05T22:00:00Z\n|\u0662026-12-05T22:00:00Z";
      setMember(anException(config, random), random.pick(["from", "until"]), random.pick(wrong.split("|")));
    },
  },
  {
    name: "a day that no calendar has",
    fault: "time",
    apply: (config, random) => {
      const day = random.pick(["2026-02-29", "2026-02-30", "2026-04-31", "2026-11-31", "1900-02-29", "2100-02-29"]);
      setMember(anException(config, random), random.pick(["from", "until"]), `${day}T22:00:00Z`);
    },
  },
  {
    name: "a window that ends before it begins",
    fault: "from before until",
    apply: (config, random) => {
      const holder = anException(config, random);
      const until = random.pick([
        "22:00:00Z",
        "21:59:59Z",
        "22:00:00.9Z",
        "23:00:00+01:00",
        "21:59:60Z",
        "23:30:00+02:00",
      ]);
      setMember(holder, "from", "2026-12-05T22:00:00.1Z");
      setMember(holder, "until", `2026-12-05T${until}`);
    },
  },
  {
    name: "a time of day that is none",
    fault: "clock",
    apply: (config, random) => {
      const wrong = "24:01|2:00|25:00|02:60|02:00:00|0200||02.00|02:00Z| 02:00|2 am|-1:00|\u0662\u0662:00|99:99|24:59";
      setWeekly(config, random.pick(["from", "until"]), random.pick(wrong.split("|")), random);
    },
  },
  {
    name: "a weekly window of no length",
    fault: "empty weekly",
    apply: (config, random) => {
      const clock = random.pick(["00:00", "02:00", "24:00"]);
      setMember(setWeekly(config, "from", clock, random), "until", clock);
    },
  },
  {
    name: "an empty pattern",
    fault: "empty pattern",
    apply: (config, random) => {
      setField(config, random.pick(FIELDS.filter((field) => field !== "source_ip")), [""], random);
    },
  },
  {
    name: "a value of too many bytes",
    fault: "pattern length",
    apply: (config, random) => {
      const [one, two] = ["\u00e9".repeat(2048), "\ud83d\udd11".repeat(1024)];
      const wrong = random.pick(["x".repeat(4097), `${one}x`, `*${one}`, `?${two}`, "*".repeat(4097), `*?${two}*`]);
      setField(config, random.pick(TEXT_FIELDS), [wrong], random);
    },
  },
  {
    name: "a part with ? between two stars of too many bytes",
    fault: "long part with ?",
    apply: (config, random) => {
      const parts = ["?".repeat(65), `${"x".repeat(64)}?`, `?${"\u00e9".repeat(32)}`, `${"x".repeat(300)}?x`];
      const part = random.pick(parts);
      const wrong = random.pick([`*${part}*`, `*${part}*x`, `x*y*${part}**`, `*${part}*${part}*`]);
      setField(config, random.pick(TEXT_FIELDS), [wrong], random);
    },
  },
  {
    name: "too many patterns",
    fault: "too many patterns",
    apply: (config, random) => {
      const pattern = random.pick(["*", "x?", "?", "a*b*c"]);
      const half = (more: number) => array(...Array.from({ length: MAX_PATTERNS / 2 + more }, () => pattern));
      const when = object(["region", half(0)], [random.pick(TEXT_FIELDS.slice(1)), half(1)]);
      anException(config, random);
      const exceptions = getMember(config, "exceptions") as ArrayTree;
      exceptions.items.push(object(["id", "many more"], ["reason", "r"], ["when", when]));
    },
  },
  {
    name: "an action that is not the rule's",
    fault: "action",
    apply: (config, random) => {
      const wrong =
        "EnableKey|disablekey|DisableKeys|Disable|*Keys|DisableKey?|?|?*DisableKey|*Rotation|kms:DisableKey";
      setField(config, "action", wrong.split("|"), random);
    },
  },
  {
    name: "an account that is none",
    fault: "account",
    apply: (config, random) => {
      const wrong =
        "11112222333|1111222233334|1111-2222-3333|11112222333a|prod|a*|* |111122223333 |\u0661*|12e4*|arn:*";
      setField(config, "account", wrong.split("|"), random);
    },
  },
  {
    name: "an ARN that is none",
    fault: "arn",
    apply: (config, random) => {
      const wrong =
        "ci-teardown|arn|arn:|arn:aws:kms|arn:aws:iam::111122223333|arn:aws:iam:???|ARN:aws:iam::111122223333:user/x|" +
        " arn:aws:iam::1:user/x|key/*|aws:*|arn*|a*|user/Alice|role/*|alias/app";
      setField(config, random.pick(["actor.arn", "key.arn"]), wrong.split("|"), random);
    },
  },
  {
    name: "a network that is none",
    fault: "network",
    apply: (config, random) => {
      const wrong =
        "*||AWS Internal|192.0.2|192.0.2.*|192.0.2.1.1|192.0.2.256|192.0.02.1|192.0.2.0/33|192.0.2.0/|192.0.2.0/024|" +
        "192.0.2.0/-1| 192.0.2.1|192.0.2.1 |192.0.2.0/24/24|192.0.2.0-192.0.2.9|0x7f.0.0.1|localhost|/24|::/129|" +
        "::/1a|2001:db8::/032|[::1]|fe80::1%eth0|gggg::|192.0.2.0/255.255.255.0|\u0661.2.3.4";
      setField(config, "source_ip", wrong.split("|"), random);
    },
  },
  {
    name: "an IPv6 address that only resembles one",
    fault: "network",
    apply: (config, random) => {
      const wrong =
        "1::2::3|:1:2:3:4:5:6:7|1:2:3:4:5:6:7|1:2:3:4:5:6:7:8:9|1:2:3:4:5:6:7::8|12345::|:::|::1:|::ffff:192.0.2.256|" +
        "::192.0.2.1:1|192.0.2.1::|::ffff:192.0.2|1:2:3:4:5:6:7:192.0.2.1|::ffff:192.0.02.1";
      setField(config, "source_ip", wrong.split("|"), random);
    },
  },
  {
    name: "a network with bits after its prefix",
    fault: "loose bits",
    apply: (config, random) => {
      const wrong = "192.0.2.1/24|192.0.2.1/0|192.0.2.1/31|2001:db8::1/32|::1/0|::ffff:192.0.2.1/100|8000::/0|::3/127";
      setField(config, "source_ip", wrong.split("|"), random);
    },
  },
];
