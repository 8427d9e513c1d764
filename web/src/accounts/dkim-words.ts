import type { DkimSigningInput, SendingAccount } from "@haste/contract/nouns/sending-accounts";

export type Signing = NonNullable<SendingAccount["dkimSigning"]>;
type SigningKey = Signing["keys"][number];

/** `haste2` after `haste1`: a selector names one key for good, for receivers keep what they read of it. */
export function nextSelector(keys: readonly Pick<SigningKey, "selector">[]): string {
  const numbers = keys.map(({ selector }) => Number(/^haste(\d+)/.exec(selector)?.[1] ?? 0));
  return `haste${Math.max(0, ...numbers) + 1}`;
}

/** The next move of a rotation, with what is asked of the server for it. */
export interface Rotation {
  readonly label: string;
  readonly hint: string;
  readonly input: DkimSigningInput;
}

/**
 * A key is changed in three moves, so that each mail finds the key it was signed with: the new one is published, then it
 * signs, and the old one goes when the last mail under it has arrived.
 */
export function rotationsOf({ domain, keys }: Signing): Rotation[] {
  const rsa = keys.filter(({ algorithm }) => algorithm === "rsa");
  const now = rsa.find(({ isSigning }) => isSigning);
  const other = rsa.find(({ isSigning }) => !isSigning);
  if (now === undefined) return [];
  const ed25519Selector = keys.find(({ algorithm }) => algorithm === "ed25519")?.selector ?? null;
  const input = (selectors: string[]) => ({ domain, selectors, ed25519Selector });
  if (other === undefined) {
    const selector = nextSelector(keys);
    const hint = `Makes ${selector} beside it; publish its record before it signs.`;
    return [{ label: "Make the next key", hint, input: input([now.selector, selector]) }];
  }
  return [
    {
      label: `Sign with ${other.selector}`,
      hint: "Once its record can be found in the DNS.",
      input: input([other.selector, now.selector]),
    },
    {
      label: `Forget ${other.selector}`,
      hint: "Once no mail under it is on its way: after a week. Then its record may go too.",
      input: input([now.selector]),
    },
  ];
}
