/** A folder of a mailbox, as its provider lists it. */
export interface MailFolder {
  readonly id: string;
  readonly name: string;
  /** null, or one that is not listed: it lies at the top. */
  readonly parentId: string | null;
}

export interface KnownFolders {
  readonly inboxId: string | null;
  /** Where nothing lies that came from outside and was taken for mail, nor below. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * Into which folders beside the inbox a rule may have filed mail that came: all of its owner's own. Those below the inbox
 * come first, since that is where rules file to, then those that lie nearest to the top; of equals the order of names
 * decides, so that the choice stays the same from look to look.
 *
 * @param most whoever keeps hundreds of folders is asked for so many
 */
export function foldersOfRules(folders: readonly MailFolder[], known: KnownFolders, most: number): readonly string[] {
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  return folders
    .map((folder) => ({ ...folder, above: foldersAbove(folder, byId) }))
    .filter(({ id, above }) => id !== known.inboxId && ![id, ...above].some((one) => known.leftOut.has(one)))
    .map((folder) => ({ ...folder, isInInbox: known.inboxId !== null && folder.above.includes(known.inboxId) }))
    .toSorted(
      (a, b) =>
        Number(b.isInInbox) - Number(a.isInInbox) ||
        a.above.length - b.above.length ||
        compare(a.name, b.name) ||
        compare(a.id, b.id),
    )
    .slice(0, most)
    .map(({ id }) => id);
}

/** From its parent up; a list that leads in a circle ends where it began. */
function foldersAbove(folder: MailFolder, byId: ReadonlyMap<string, MailFolder>): string[] {
  const above: string[] = [];
  for (let { parentId } = folder; parentId !== null; parentId = byId.get(parentId)?.parentId ?? null) {
    if (parentId === folder.id || above.includes(parentId)) break;
    above.push(parentId);
  }
  return above;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
