/** SHA-256 (FIPS 180-4). Small rather than fast: it runs once, over a configuration. */

const BLOCK: usize = 64;
const ROUNDS: usize = 64 * 4;

/** The first 32 bits after the point of the cube roots of the first 64 primes. */
const constants = memory.data(256, 8);
/** The 64 words of a block's message schedule. */
const words = memory.data(256, 8);
/** The eight working variables, a to h; each round moves seven of them on by one. */
const variables = memory.data(32, 8);
const state = memory.data(32, 8);
/** The end of the text, padded to whole blocks. */
const rest = memory.data(128, 8);

/** Returns the first eight bytes of the SHA-256 of [start, end), as a big-endian number. */
export function sha256(start: usize, end: usize): u64 {
  startState();
  const length = end - start;
  for (; end - start >= BLOCK; start += BLOCK) addBlock(start);
  const left = end - start;
  memory.fill(rest, 0, 128);
  memory.copy(rest, start, left);
  store<u8>(rest + left, 0x80);
  // The last block ends with the length in bits.
  const size: usize = left < BLOCK - 8 ? BLOCK : 2 * BLOCK;
  store<u64>(rest + size - 8, bswap<u64>((<u64>length) << 3));
  for (let at: usize = 0; at < size; at += BLOCK) addBlock(rest + at);
  return ((<u64>load<u32>(state)) << 32) | (<u64>load<u32>(state, 4));
}

/** Computes the constants, and the initial state from the square roots of the first eight primes. */
function startState(): void {
  let prime: u32 = 1;
  for (let at: usize = 0; at < ROUNDS; at += 4) {
    do prime += 1;
    while (!isPrime(prime));
    // Newton's method: from 4, nine steps give all bits of a root up to 7.
    let root: f64 = 4;
    for (let step = 0; step < 9; step++) root = (2 * root + <f64>prime / (root * root)) / 3;
    store<u32>(constants + at, fractionOf(root));
    if (at < 32) store<u32>(state + at, fractionOf(sqrt<f64>(<f64>prime)));
  }
}

function isPrime(number: u32): bool {
  let divisor: u32 = 2;
  while (number % divisor != 0) divisor += 1;
  return divisor == number;
}

function fractionOf(root: f64): u32 {
  return <u32>(<u64>(root * 4294967296));
}

function addBlock(block: usize): void {
  for (let at: usize = 0; at < ROUNDS; at += 4) {
    store<u32>(words + at, at < BLOCK ? bswap<u32>(load<u32>(block + at)) : nextWord(words + at));
  }
  memory.copy(variables, state, 32);
  for (let at: usize = 0; at < ROUNDS; at += 4) mix(load<u32>(words + at) + load<u32>(constants + at));
  for (let at: usize = 0; at < 32; at += 4) {
    store<u32>(state + at, load<u32>(state + at) + load<u32>(variables + at));
  }
}

/** Returns the word at `at` of the message schedule, computed from those before it. */
function nextWord(at: usize): u32 {
  const one = load<u32>(at - 60);
  const other = load<u32>(at - 8);
  const first = rotr<u32>(one, 7) ^ rotr<u32>(one, 18) ^ (one >> 3);
  const second = rotr<u32>(other, 17) ^ rotr<u32>(other, 19) ^ (other >> 10);
  return load<u32>(at - 64) + first + load<u32>(at - 28) + second;
}

/** Runs one round. `sum` is that of its word and its constant. */
function mix(sum: u32): void {
  const a = load<u32>(variables);
  const b = load<u32>(variables, 4);
  const c = load<u32>(variables, 8);
  const e = load<u32>(variables, 16);
  const chosen = (e & load<u32>(variables, 20)) ^ (~e & load<u32>(variables, 24));
  const first = load<u32>(variables, 28) + (rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25)) + chosen + sum;
  const second = (rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
  memory.copy(variables + 4, variables, 28);
  store<u32>(variables, first + second);
  store<u32>(variables, load<u32>(variables, 16) + first, 16);
}
