import { replyConcepts } from "./reply-concepts.ts";

/** Features are names hashed into this many places; more places than names, so that few collide. */
const featurePlaces = 1 << 13;
/** What somebody wants stands at the beginning; the rest of a long mail only dilutes it. */
const mostCharacters = 1_500;

/** What a row of weights holds: one for each place, one for each concept, and its bias. */
export const featureCount = featurePlaces + replyConcepts.length + 1;
/** How much a concept says beside all pieces of the text together. */
const conceptWeight = 0.6;

/** What is true of a text: places of a row and how much each counts. */
export interface Features {
  readonly places: Uint16Array;
  readonly weights: Float32Array;
}

/**
 * Words, pairs of words and pieces of words, hashed. Accents are dropped, because people leave them out; addresses, links
 * and numbers become one word each, because which one it is says nothing about what the author wants.
 */
export function replyFeatures(text: string): Features {
  const plain = text
    .slice(0, mostCharacters)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\s<>"']+@[^\s<>"',;:]+/g, " @mail ")
    .replace(/(?:https?:\/\/|www\.)\S+/g, " @link ")
    .replace(/\d+/g, "0")
    .replace(/[’‘]/g, "'")
    .replace(/ß/g, "ss");
  const words = plain.match(/@?[\p{L}0]+|[?!#]/gu) ?? [];
  const places = new Set<number>();
  for (const [index, word] of words.entries()) {
    places.add(placeOf(`w ${word}`));
    places.add(placeOf(`p ${words[index - 1] ?? "^"} ${word}`));
    if (words[index - 2] !== undefined) places.add(placeOf(`s ${words[index - 2]} ${word}`));
    const padded = ` ${word} `;
    for (let at = 0; at + 4 <= padded.length; at += 1) places.add(placeOf(`c ${padded.slice(at, at + 4)}`));
  }
  const found = replyConcepts.flatMap((pattern, index) => (pattern.test(plain) ? featurePlaces + index : []));
  const all = Uint16Array.from([...places, ...found, featureCount - 1]);
  const piece = 1 / Math.sqrt(Math.max(1, places.size));
  const weights = Float32Array.from(all, (place) => (place < featurePlaces ? piece : conceptWeight));
  return { places: all, weights };
}

/** FNV-1a, 32 bits; the upper bits are folded in, because the lower ones alone are weak. */
function placeOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return ((hash >>> 16) ^ hash) & (featurePlaces - 1);
}
