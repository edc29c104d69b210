import type { Row } from "../job/job-outcome.js";

const BLOCK = 1 << 20;
/** What a byte of length can say. */
const LONGEST = 255;

/**
 * The rows of entries by id, most of them in blocks of bytes: as texts in an array, a million would be a burden to the
 * collector.
 */
export class PackedRows {
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #blocks: Uint8Array[] = [];
  /** By id: where its row begins, counted over all blocks from 1; 0 where it is not in them. */
  #places = new Uint32Array(1024);
  /** Rows that fit into no block. */
  readonly #others = new Map<number, Row>();
  #end = 0;

  set(id: number, row: Row): void {
    const text = `${typeof row}:${row}`;
    if (BLOCK - (this.#end % BLOCK) <= LONGEST) this.#end = Math.ceil(this.#end / BLOCK) * BLOCK;
    const block = (this.#blocks[Math.floor(this.#end / BLOCK)] ??= new Uint8Array(BLOCK));
    const at = this.#end % BLOCK;
    const { read, written } = this.#encoder.encodeInto(
      text,
      block.subarray(at + 1, at + 1 + LONGEST),
    );
    // Half a surrogate has no bytes of its own.
    if (read < text.length || /\p{Surrogate}/u.test(text)) {
      this.#others.set(id, row);
      return;
    }
    block[at] = written;
    while (id >= this.#places.length) {
      const larger = new Uint32Array(this.#places.length * 2);
      larger.set(this.#places);
      this.#places = larger;
    }
    this.#places[id] = this.#end + 1;
    this.#end += 1 + written;
  }

  /** @throws where the row of this id was never set */
  get(id: number): Row {
    const other = this.#others.get(id);
    if (other !== undefined) return other;
    const place = (this.#places[id] ?? 0) - 1;
    const block = this.#blocks[Math.floor(place / BLOCK)];
    if (block === undefined) throw new Error("an entry whose row is not known");
    const at = place % BLOCK;
    const text = this.#decoder.decode(block.subarray(at + 1, at + 1 + (block[at] ?? 0)));
    const type = text.slice(0, text.indexOf(":"));
    const value = text.slice(type.length + 1);
    return type === "number" ? Number(value) : type === "bigint" ? BigInt(value) : value;
  }
}
