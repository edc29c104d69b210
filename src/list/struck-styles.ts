import { isOn } from "./sheet-rows.js";
import { localName, walk } from "./xml.js";
import type { Member } from "./zip.js";

/** The numbers of the styles of cells that strike their text through. */
export async function struckStyles(list: string, part: Member | undefined): Promise<Set<number>> {
  const styles = new Set<number>();
  if (part === undefined) return styles;
  const fonts = new Set<number>();
  let [font, style] = [-1, -1];
  let within: "fonts" | "cellXfs" | undefined;
  await walk(list, part, {
    open: ({ name, attributes }) => {
      const tag = localName(name);
      if (tag === "fonts" || tag === "cellXfs") within = tag;
      else if (within === "fonts" && tag === "font") font += 1;
      else if (within === "fonts" && tag === "strike" && isOn(attributes["val"])) fonts.add(font);
      else if (within === "cellXfs" && tag === "xf") {
        style += 1;
        if (fonts.has(Number(attributes["fontId"] ?? 0))) styles.add(style);
      }
    },
    close: (name) => {
      if (localName(name) === within) within = undefined;
    },
  });
  return styles;
}
