import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { Layout, PlacedBox } from "./layout.ts";

const arrows: Record<string, "up" | "down" | "left" | "right"> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** How near the edge of the screen a chosen box may stand. */
const MARGIN = 60;

interface Walker {
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string, by: "key" | "pointer") => void;
}

/** The keys of the canvas: arrows walk along the lines, Enter opens. All others are the same as in the outline. */
export function useWalk(laid: Layout, props: Walker) {
  const flow = useReactFlow();
  const frame = useRef<HTMLElement | null>(null);
  const wantsFocus = useRef(false);
  const { selectedId } = props;
  const chosen = laid.boxes.find(({ id }) => id === selectedId) ?? laid.boxes.find(({ kind }) => kind === "step");

  // What is chosen may lie out of sight, where it is not drawn: it is brought in.
  useEffect(() => {
    if (!chosen || !frame.current) return;
    const { x, y, zoom } = flow.getViewport();
    const by = outside(chosen, { x, y, zoom, width: frame.current.clientWidth, height: frame.current.clientHeight });
    if (by.x !== 0 || by.y !== 0) void flow.setViewport({ x: x + by.x, y: y + by.y, zoom });
  }, [chosen, flow]);

  function go(id: string | null | undefined) {
    if (!id) return;
    wantsFocus.current = true;
    props.onSelect(id);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    frame.current = event.currentTarget;
    const id = (event.target as HTMLElement).dataset.row;
    const box = laid.boxes.find((each) => each.id === id);
    if (!box || event.altKey || event.ctrlKey || event.metaKey) return;
    const deed = deedOf(event.key, box, { go, laid, props });
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  /** Enter arrives as a press as well, which `onKeyDown` has answered. */
  function onPress({ detail }: { detail: number }, id: string) {
    if (detail === 0) return;
    props.onSelect(id);
    props.onOpen(id, "pointer");
  }

  /** At first everything is seen if it can be read that way, else its beginning. */
  function onInit() {
    frame.current = document.querySelector<HTMLElement>("[data-canvas]");
    const width = frame.current?.clientWidth ?? 800;
    const bounds = flow.getNodesBounds(laid.boxes.map(({ id }) => id));
    const zoom = Math.max(0.7, Math.min(1, (width - 2 * MARGIN) / Math.max(1, bounds.width)));
    const start = laid.boxes[0];
    const middle = start ? start.x + start.width / 2 : 0;
    void flow.setViewport({ x: width / 2 - middle * zoom, y: 16 - (start?.y ?? 0) * zoom, zoom });
  }
  return { onKeyDown, onPress, onInit, wantsFocus };
}

interface Deeds {
  readonly go: (id: string | null | undefined) => void;
  readonly laid: Layout;
  readonly props: Walker;
}

function deedOf(key: string, box: PlacedBox, { go, laid, props }: Deeds): (() => void) | undefined {
  const arrow = arrows[key];
  if (arrow) return () => go(laid.walk.get(box.id)?.[arrow]);
  const stops = laid.boxes.filter(({ kind }) => kind !== "join");
  switch (key) {
    case "Home":
      return () => go(stops[0]?.id);
    case "End":
      return () => go(stops.at(-1)?.id);
    case "Enter":
      return () => props.onOpen(box.id, "key");
    default:
      return undefined;
  }
}

/** How far the view must move for a box to be seen with some air around it; zeros where it is. */
function outside(box: PlacedBox, view: { x: number; y: number; zoom: number; width: number; height: number }) {
  const shift = (start: number, size: number, room: number) => {
    if (start < MARGIN) return MARGIN - start;
    const over = start + size - (room - MARGIN);
    return over > 0 ? -Math.min(over, start - MARGIN) : 0;
  };
  return {
    x: shift(box.x * view.zoom + view.x, box.width * view.zoom, view.width),
    y: shift(box.y * view.zoom + view.y, box.height * view.zoom, view.height),
  };
}
