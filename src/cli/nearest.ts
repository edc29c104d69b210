import distance from "js-levenshtein";

/** `; did you mean …?` with the known name that a misspelt one is nearest to; nothing if none is near. */
export function didYouMean(typed: string, known: Iterable<string>): string {
  const name = typed.toLowerCase();
  const most = Math.max(1, Math.floor(name.length / 3));
  const [best] = [...known]
    // Letters in another order are the commonest slip, which counts double by the distance.
    .map((other) => ({ other, far: isShuffled(name, other) ? 1 : distance(name, other) }))
    .filter(({ far }) => far <= most)
    .sort((one, two) => one.far - two.far || (one.other < two.other ? -1 : 1));
  return best === undefined ? "" : `; did you mean ${best.other}?`;
}

function isShuffled(one: string, other: string): boolean {
  return [...one].sort().join("") === [...other].sort().join("");
}
