import distance from "js-levenshtein";

/** Nobody mistypes a longer name, and to compare two takes the product of their lengths. */
const LONGEST = 300;

/** ` (did you mean …?)` with the known name that a misspelt one is nearest to; nothing if none is near. */
export function near(name: string, known: Iterable<string>): string {
  if (name.length > LONGEST) return "";
  const most = Math.max(1, Math.floor(name.length / 3));
  const ranked = [...known]
    .filter((other) => Math.abs(other.length - name.length) <= most)
    .map((other) => ({ other, far: distance(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ other, far }) => far <= most && other !== name)
    .sort((a, b) => a.far - b.far || (a.other < b.other ? -1 : 1));
  const [best] = ranked;
  return best === undefined ? "" : `; did you mean ${JSON.stringify(best.other)}?`;
}
