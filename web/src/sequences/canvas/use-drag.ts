import { useReactFlow } from "@xyflow/react";
import { useRef, useState } from "react";
import type { Place } from "../builder/model.ts";
import type { BoxNode } from "./boxes.tsx";
import type { PlacedLine } from "./layout.ts";
import { spotOf } from "./lines.tsx";

/** How near to a line the pointer must come that drags a step. */
const REACH = 90;

/** The line under a dragged step; the ones beside the step itself would leave it where it is. */
function lineUnder(lines: readonly PlacedLine[], id: string, at: { x: number; y: number }): PlacedLine | null {
  let best: { line: PlacedLine; far: number } | null = null;
  for (const line of lines) {
    if (line.place === null || line.from === id || line.to === id) continue;
    const { x, y } = spotOf(line);
    const far = Math.hypot(at.x - x, at.y - y);
    if (far < (best?.far ?? REACH)) best = { line, far };
  }
  return best?.line ?? null;
}

/** Dragging a step onto a line moves it there; "Move to…" does the same without dragging. */
export function useDrag(lines: readonly PlacedLine[], onMove: (stepId: string, to: Place) => void, settle: () => void) {
  const [over, setOver] = useState<string | null>(null);
  const found = useRef<PlacedLine | null>(null);
  const { screenToFlowPosition } = useReactFlow();
  return {
    over,
    onNodeDrag(event: MouseEvent | TouchEvent, node: BoxNode) {
      const pointer = "touches" in event ? event.touches[0] : event;
      if (!pointer) return;
      found.current = lineUnder(lines, node.id, screenToFlowPosition({ x: pointer.clientX, y: pointer.clientY }));
      setOver(found.current?.id ?? null);
    },
    onNodeDragStop(_: unknown, node: BoxNode) {
      const place = found.current?.place;
      found.current = null;
      setOver(null);
      settle();
      if (place) onMove(node.id, place);
    },
  };
}
