/*
 * A host for keyward.wasm as wasm2c turns it into C: calls it as Fluent Bit does, for requests on standard input.
 *
 * A request is a byte that says what for, a length (32 bits, as all numbers little-endian) and as many bytes. An answer is
 * three addresses (32 bits each), a length and as many bytes.
 *
 *   't', 'k'  a record for tag or keep: the addresses of the result, the tag and the record; the string at the result
 *   'c'       a configuration to check: the addresses of the result and the text, and 0; the string at the result
 *   'm'       nothing: no addresses, and the module's memory, all of it
 *
 * One argument may name a file: the module can open it, by any path, as the only one of its one folder. Without an
 * argument there is no folder. What the module writes to standard error goes there. Ends with 3 when the module traps.
 *
 * names.h is written by the test: wasm2c makes up other names from version to version.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "keyward.h"
#include "names.h"
#include "wasm-rt-impl.h"

enum { OK = 0, BAD_DESCRIPTOR = 8, NO_ENTRY = 44, STDERR = 2, FOLDER = 3, FILE_OPENED = 4 };

static INSTANCE instance;
static const char *config_path;
static FILE *config;

/* The bytes at an address; what lies outside memory ends the program. */
static uint8_t *at(uint32_t address, uint32_t length) {
  wasm_rt_memory_t *memory = EXPORT_memory(&instance);
  if ((uint64_t)address + length > memory->size) {
    fprintf(stderr, "address %u is outside memory\n", address);
    exit(4);
  }
  return memory->data + address;
}

static uint32_t load(uint32_t address) {
  uint32_t value;
  memcpy(&value, at(address, 4), 4);
  return value;
}

static void store(uint32_t address, uint32_t value) { memcpy(at(address, 4), &value, 4); }

u32 IMPORT_fd_prestat_get(WASI *wasi, u32 descriptor, u32 prestat) {
  (void)wasi;
  if (descriptor != FOLDER || config_path == NULL) return BAD_DESCRIPTOR;
  store(prestat, 0);
  store(prestat + 4, 1);
  return OK;
}

u32 IMPORT_path_open(WASI *wasi, u32 folder, u32 flags, u32 path, u32 length, u32 how, u64 rights, u64 inherited,
                     u32 state, u32 opened) {
  (void)wasi, (void)folder, (void)flags, (void)path, (void)length, (void)how, (void)rights, (void)inherited, (void)state;
  config = config_path == NULL ? NULL : fopen(config_path, "rb");
  if (config == NULL) return NO_ENTRY;
  store(opened, FILE_OPENED);
  return OK;
}

u32 IMPORT_fd_read(WASI *wasi, u32 descriptor, u32 buffers, u32 count, u32 read) {
  (void)wasi, (void)count;
  if (descriptor != FILE_OPENED || config == NULL) return BAD_DESCRIPTOR;
  uint32_t length = load(buffers + 4);
  store(read, (uint32_t)fread(at(load(buffers), length), 1, length, config));
  return OK;
}

u32 IMPORT_fd_write(WASI *wasi, u32 descriptor, u32 buffers, u32 count, u32 written) {
  (void)wasi, (void)count;
  if (descriptor != STDERR) return BAD_DESCRIPTOR;
  uint32_t length = load(buffers + 4);
  fwrite(at(load(buffers), length), 1, length, stderr);
  store(written, length);
  return OK;
}

u32 IMPORT_fd_close(WASI *wasi, u32 descriptor) {
  (void)wasi;
  if (descriptor != FILE_OPENED || config == NULL) return BAD_DESCRIPTOR;
  fclose(config);
  config = NULL;
  return OK;
}

/* Copies bytes in through the module's malloc, with a NUL after them: their address, or 0 where there is no room. */
static uint32_t copy_in(const uint8_t *bytes, uint32_t length) {
  uint32_t address = EXPORT_malloc(&instance, length + 1);
  if (address == 0) return 0;
  memcpy(at(address, length + 1), bytes, length);
  *at(address + length, 1) = 0;
  return address;
}

static void answer(uint32_t result, uint32_t first, uint32_t second, const uint8_t *bytes, uint32_t length) {
  uint32_t head[4] = {result, first, second, length};
  fwrite(head, 4, 4, stdout);
  fwrite(bytes, 1, length, stdout);
}

static void answer_string(uint32_t result, uint32_t first, uint32_t second) {
  uint32_t length = 0;
  if (result != 0) while (*at(result + length, 1) != 0) length++;
  answer(result, first, second, result == 0 ? NULL : at(result, length), length);
}

static void filter(int kind, const uint8_t *record, uint32_t length) {
  static const uint8_t name[] = "cloudtrail";
  uint32_t name_length = sizeof name - 1;
  uint32_t tag = copy_in(name, name_length);
  uint32_t address = copy_in(record, length);
  uint32_t result = kind == 't' ? EXPORT_tag(&instance, tag, name_length, 0, 0, address, length)
                                : EXPORT_keep(&instance, tag, name_length, 0, 0, address, length);
  answer_string(result, tag, address);
  if (tag != 0) EXPORT_free(&instance, tag);
  if (address != 0) EXPORT_free(&instance, address);
}

static void check(const uint8_t *text, uint32_t length) {
  uint32_t address = copy_in(text, length);
  answer_string(EXPORT_check(&instance, address, length), address, 0);
}

static void serve(void) {
  uint8_t *bytes = NULL;
  for (int kind = getchar(); kind != EOF; kind = getchar()) {
    uint32_t length;
    if (fread(&length, 4, 1, stdin) != 1) exit(5);
    bytes = realloc(bytes, (size_t)length + 1);
    if (fread(bytes, 1, length, stdin) != length) exit(5);
    if (kind == 'm') {
      wasm_rt_memory_t *memory = EXPORT_memory(&instance);
      answer(0, 0, 0, memory->data, (uint32_t)memory->size);
    } else if (kind == 'c') {
      check(bytes, length);
    } else {
      filter(kind, bytes, length);
    }
  }
  free(bytes);
}

int main(int count, char **arguments) {
  config_path = count > 1 ? arguments[1] : NULL;
  wasm_rt_init();
  int trap = wasm_rt_impl_try();
  if (trap != 0) {
    fflush(stdout);
    fprintf(stderr, "trap: %s\n", wasm_rt_strerror(trap));
    return 3;
  }
#ifdef INIT_MODULE
  INIT_MODULE();
#endif
  INSTANTIATE(&instance, NULL);
  EXPORT__initialize(&instance);
  serve();
  return fflush(stdout) == 0 ? 0 : 5;
}
