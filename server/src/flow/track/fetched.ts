interface FromOutside {
  readonly workspaceId: string;
  readonly emailId: string;
  readonly agent: string;
  readonly machineAt: Date;
}

/** A pixel or a link that was fetched, by a person or by a machine. */
export interface Visited extends FromOutside {
  readonly kind: "opened" | "clicked";
  readonly link: number | null;
  /** Of a click: how many links its mail has. */
  readonly links: number | null;
  readonly method: string;
  /** The header in which it says that nobody looks yet; null without one. */
  readonly ahead: string | null;
  readonly network: string | null;
  readonly visitor: string | null;
}

/** A wish to hear no more, which only a person has. */
export interface Pressed extends FromOutside {
  readonly kind: "unsubscribed";
  readonly by: "one-click" | "page";
}

/** One thing a recipient or a machine did at a public address. */
export type Fetched = Visited | Pressed;
