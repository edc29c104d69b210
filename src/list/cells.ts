import { isPlainAddress } from "../address/address.js";
import { trimInvisible } from "../address/characters.js";
import { type Word, wordsOf } from "./cell-words.js";
import { bareMailbox, looksLikeAddress } from "./mailbox.js";

/** One address of a cell, or text in its place that is not one. */
export interface CellPiece {
  /** As it was typed. */
  readonly address: string;
  /** The bare address taken out of it, where that is another text. */
  readonly mailbox?: string;
  /** The part of the cell from which the bare address was taken. */
  readonly source: string;
}

/** Marks of a list that stand between addresses; three colons in an export of Google's contacts. */
const BULLET = /^(?:[-–—*•·/|&]|:::)$/;

/**
 * The addresses of a cell: `Name <a@example.com>`, `Name (a@example.com)`, `mailto:` links, several
 * beside each other. What looks like an address in a name or a comment is none.
 *
 * Where it is not clear what is meant (`ana b@example.com` may be a name before an address, or an
 * address with a blank in it) the whole piece is kept, which is then invalid: to guess wrong opts
 * out a stranger. That is why no parser of mail headers is used here: they guess.
 *
 * @returns at least one piece: a cell without an address is one that is invalid
 */
export function readCell(cell: string): CellPiece[] {
  if (isPlainAddress(cell)) return [{ address: cell, source: cell }];
  const text = trimInvisible(cell);
  const words = wordsOf(text);
  const [only] = words;
  if (words.length === 1 && only?.kind === "quoted" && only.text.includes("@")) {
    return alone(cell, readCell(only.text));
  }
  const whole = { address: cell, source: cell };
  if (!words.some((word) => looksLikeAddress(word.text)) || isCutAtComma(words)) return [whole];
  return alone(
    cell,
    segmentsOf(words).flatMap((segment) => readSegment(text, segment)),
  );
}

/**
 * `ana@example,com`: a comma typed for a dot. The text before the comma is a valid address, but probably not the intended
 * one: its domain has no dot, and nothing after the comma is an address.
 */
function isCutAtComma(words: readonly Word[]): boolean {
  return words.some((word, index) => {
    if (word.kind !== "comma") return false;
    const before = words[index - 1];
    if (before === undefined || !isAddress(before)) return false;
    const [, domain] = bareMailbox(before.text).split("@");
    if (domain === undefined || /[.。．｡]/u.test(domain)) return false;
    let end = index + 1;
    for (let next = words[end]; next !== undefined && !separates(next); next = words[end]) {
      if (isAddress(next)) return false;
      end += 1;
    }
    return end > index + 1;
  });
}

function separates({ kind }: Word): boolean {
  return kind === "comma" || kind === "separator";
}

/** A cell with one address is kept as it is, with the blanks around it. */
function alone(cell: string, pieces: CellPiece[]): CellPiece[] {
  const [piece] = pieces;
  if (piece === undefined || pieces.length > 1) return pieces;
  const mailbox = piece.mailbox ?? trimInvisible(piece.address);
  return [
    mailbox === trimInvisible(cell)
      ? { address: cell, source: piece.source }
      : { address: cell, mailbox, source: piece.source },
  ];
}

/** The parts between separators. A comma inside a name (`Roe, Nina <n@example.com>`) does not separate. */
function segmentsOf(words: readonly Word[]): Word[][] {
  const segments: Word[][] = [];
  let name: Word[] = [];
  let segment: Word[] = [];
  const finish = (separator?: Word) => {
    if (separator?.kind === "comma" && !segment.some(isAddress)) {
      for (const word of segment) name.push(word);
    } else if (segment.some((word) => isBracketed(word) && isAddress(word))) {
      segments.push([...name, ...segment]);
      name = [];
    } else {
      segments.push(...[name, segment].filter(({ length }) => length > 0));
      name = [];
    }
    segment = [];
  };
  for (const word of words) {
    if (separates(word)) finish(word);
    else segment.push(word);
  }
  finish();
  return segments;
}

function readSegment(text: string, segment: readonly Word[]): CellPiece[] {
  const addresses = segment.filter(isAddress);
  const brackets = addresses.filter(isBracketed);
  const [bracket] = brackets;
  if (brackets.some(({ kind }) => kind === "angle")) return readAngles(text, segment);
  if (addresses.length === 1 && bracket !== undefined) {
    return [pieceOf(between(text, segment), bracket.text)];
  }
  const words = segment.filter((word) => word.kind !== "round" && !BULLET.test(word.text));
  const alike = new Set(addresses.map((word) => word.kind)).size === 1;
  if (addresses.length !== words.length || !alike) return [unclear(text, segment)];
  return addresses.map((word) => pieceOf(text.slice(word.start, word.end), word.text));
}

/**
 * `Ana <a@example.com> Ben <b@example.com>`: each bracket ends a piece. The name before the first
 * may be an address itself; anywhere else it is not clear which is meant.
 */
function readAngles(text: string, segment: readonly Word[]): CellPiece[] {
  const isAngle = (word: Word) => word.kind === "angle" && isAddress(word);
  const first = segment.findIndex(isAngle);
  const last = segment.findLastIndex(isAngle);
  const names = segment.filter((word) => !isBracketed(word) && isAddress(word));
  if (names.length > 1 || names.some((name) => segment.indexOf(name) > first)) {
    return [unclear(text, segment)];
  }
  const pieces: CellPiece[] = [];
  let start = segment[0]?.start ?? 0;
  for (const [index, word] of segment.entries()) {
    if (!isAngle(word)) continue;
    const end = index === last ? (segment.at(-1)?.end ?? word.end) : word.end;
    pieces.push(pieceOf(text.slice(start, end).trim(), word.text));
    start = word.end;
  }
  return pieces;
}

function pieceOf(address: string, source: string): CellPiece {
  const mailbox = bareMailbox(source);
  return mailbox === trimInvisible(address) ? { address, source } : { address, mailbox, source };
}

function unclear(text: string, segment: readonly Word[]): CellPiece {
  const whole = between(text, segment);
  return { address: whole, source: whole };
}

function between(text: string, segment: readonly Word[]): string {
  return text.slice(segment[0]?.start ?? 0, segment.at(-1)?.end ?? text.length);
}

function isAddress({ text }: Word): boolean {
  return looksLikeAddress(text);
}

function isBracketed({ kind }: Word): boolean {
  return kind === "angle" || kind === "round";
}
