/**
 * One registry of keyboard shortcuts. A screen registers its keys while it is shown; the last one registered wins, so a
 * dialog can take a key over from the page below it. The cheat sheet (`?`) and the palette read the same registry, so
 * what they print is what works.
 */
export interface KeyBinding {
  /** `j`, `g s`, `mod+k`, `Enter`, `?`; letters are lower case, two keys are pressed one after the other. */
  readonly keys: string;
  readonly label: string;
  readonly group: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Left out of the cheat sheet's list of keys and of the palette. */
  readonly hidden?: boolean;
  /** Text fields have the same key for themselves (undo), and keep it. */
  readonly yieldsToFields?: boolean;
}

/** Longest pause between the two keys of `g s`, in milliseconds. */
const SEQUENCE_MS = 900;
const STORAGE_KEY = "haste.single-keys";

/** Inside a dialog only its own keys and those of its list work; the page below keeps still. */
const dialogGroups = new Set(["List", "This dialog"]);

const stack: KeyBinding[][] = [];
const listeners = new Set<() => void>();
let snapshot: readonly KeyBinding[] = [];
let pending: { key: string; at: number } | null = null;
let singleKeys = readSingleKeys();

function readSingleKeys(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== "off";
  } catch {
    return true;
  }
}

function changed() {
  snapshot = stack.flat();
  for (const listener of listeners) listener();
}

export function register(bindings: KeyBinding[]): () => void {
  stack.push(bindings);
  changed();
  return () => {
    const at = stack.indexOf(bindings);
    if (at >= 0) stack.splice(at, 1);
    changed();
  };
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What can be pressed now, in the order of registration. */
export function currentBindings(): readonly KeyBinding[] {
  return snapshot;
}

export function singleKeysOn(): boolean {
  return singleKeys;
}

/** WCAG 2.1.4: keys without a modifier can be switched off; `mod+…` stays. */
export function setSingleKeys(on: boolean): void {
  singleKeys = on;
  try {
    localStorage.setItem(STORAGE_KEY, on ? "on" : "off");
  } catch {
    // Storage is closed: the choice holds for this page.
  }
  changed();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.metaKey || event.ctrlKey) return `mod+${event.shiftKey ? "shift+" : ""}${key}`;
  if (event.altKey) return `alt+${key}`;
  return key;
}

/**
 * The newest binding wins, but those for everywhere yield to a screen's own: on a first load the shell may register
 * after the screen inside it.
 */
function find(keys: string): KeyBinding | undefined {
  let everywhere: KeyBinding | undefined;
  for (let at = stack.length - 1; at >= 0; at--) {
    const binding = stack[at]?.find((each) => each.keys === keys);
    if (binding && binding.group !== "Everywhere") return binding;
    everywhere ??= binding;
  }
  return everywhere;
}

/** Answers one key press; true when a binding took it. */
export function press(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const name = nameOf(event);
  const modified = name.startsWith("mod+");
  if (!modified && (!singleKeys || isTyping(event.target))) return false;
  const within = event.target instanceof Element ? event.target : null;
  if (!modified && within?.closest("[role=menu], [role=listbox]")) return false;
  // Also while a dialog opens and has no focus yet: what is typed at once is meant for it, not for the page below.
  const inDialog = document.querySelector("[role=dialog][aria-modal=true]") !== null;
  const first = pending && event.timeStamp - pending.at < SEQUENCE_MS ? pending.key : null;
  pending = null;
  const binding = (first ? find(`${first} ${name}`) : undefined) ?? find(name);
  if (binding?.yieldsToFields && isTyping(event.target)) return false;
  if (binding && !(inDialog && !dialogGroups.has(binding.group))) {
    event.preventDefault();
    binding.run(event);
    return true;
  }
  if (!modified && snapshot.some((each) => each.keys.startsWith(`${name} `)))
    pending = { key: name, at: event.timeStamp };
  return false;
}
