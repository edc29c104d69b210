/** The bytes of the addresses lie in blocks of this size; an address has at most 254 of them. */
const BLOCK = 1 << 20;
const LONGEST = 3 * 254;

/**
 * A number for each address of a list, exact as a `Map` of strings is, in two fifths of the memory and
 * out of the collector's sight: a list may have millions, and a heap that holds them grows to twice
 * their size before it is tidied. Open addressing, linear probing.
 *
 * An address must be well-formed text, which what passes `readAddress` is.
 */
export class PackedAddresses {
  readonly #encoder = new TextEncoder();
  // A random seed, so that nobody can construct a list whose addresses all have the same hash.
  readonly #seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  readonly #blocks: Uint8Array[] = [];
  /** Where the next address is written, counted over all blocks; it is preceded by one byte for its length. */
  #end = 0;
  #count = 0;
  #places = new Uint32Array(1024);
  #hashes = new Uint32Array(1024);
  #numbers = new Uint32Array(1024);
  /** The places of addresses in these, from 1; 0 where there is none. */
  #slots = new Uint32Array(2048);

  get size(): number {
    return this.#count;
  }

  get(address: string): number | undefined {
    const index = this.#slots[this.#find(address).slot] ?? 0;
    return index === 0 ? undefined : this.#numbers[index - 1];
  }

  /** Keeps the number of an address that has none yet. */
  set(address: string, number: number): void {
    const { slot, hash, length } = this.#find(address);
    if (this.#slots[slot] !== 0) return;
    this.#places[this.#count] = this.#end;
    this.#hashes[this.#count] = hash;
    this.#numbers[this.#count] = number;
    this.#end += 1 + length;
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (this.#count === this.#places.length) this.#grow();
  }

  /** Writes the address behind the last one, and looks for it among those before. */
  #find(address: string): { slot: number; hash: number; length: number } {
    const [block, at] = this.#room();
    const { read, written: length } = this.#encoder.encodeInto(
      address,
      block.subarray(at + 1, at + 1 + LONGEST),
    );
    if (read < address.length) throw new RangeError("An address is longer than any can be");
    block[at] = length;
    let hash = this.#seed;
    for (let index = at; index <= at + length; index += 1) {
      hash = Math.imul(hash ^ (block[index] ?? 0), 0x01000193);
    }
    // FNV-1a leaves the low bits, which choose the slot, poorly mixed.
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (; ; slot = (slot + 1) & mask) {
      const index = this.#slots[slot] ?? 0;
      if (index === 0) break;
      if (this.#hashes[index - 1] === hash && this.#isAt(index - 1, block, at, length)) break;
    }
    return { slot, hash, length };
  }

  #isAt(index: number, block: Uint8Array, at: number, length: number): boolean {
    const place = this.#places[index] ?? 0;
    const other = this.#blocks[Math.floor(place / BLOCK)];
    const from = place % BLOCK;
    if (other === undefined) return false;
    for (let offset = 0; offset <= length; offset += 1) {
      if (other[from + offset] !== block[at + offset]) return false;
    }
    return true;
  }

  /** The block that has room for an address, and the place in it. */
  #room(): [Uint8Array, number] {
    if (BLOCK - (this.#end % BLOCK) <= LONGEST) this.#end = Math.ceil(this.#end / BLOCK) * BLOCK;
    const number = Math.floor(this.#end / BLOCK);
    const block = (this.#blocks[number] ??= new Uint8Array(BLOCK));
    return [block, this.#end % BLOCK];
  }

  #grow(): void {
    const size = this.#places.length * 2;
    this.#places = copy(this.#places, size);
    this.#hashes = copy(this.#hashes, size);
    this.#numbers = copy(this.#numbers, size);
    this.#slots = new Uint32Array(size * 2);
    const mask = this.#slots.length - 1;
    for (let index = 0; index < this.#count; index += 1) {
      let slot = (this.#hashes[index] ?? 0) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = index + 1;
    }
  }
}

function copy(from: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(size);
  to.set(from);
  return to;
}
