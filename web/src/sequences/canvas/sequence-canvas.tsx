import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  MiniMap,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useNodesState,
} from "@xyflow/react";
import { type ReactNode, useEffect, useMemo } from "react";
import { PHONE, useMedia } from "../../ui/use-width.ts";
import type { Place } from "../builder/model.ts";
import type { TreeStep } from "../tree.ts";
import { type BoxNode, boxTypes, Chosen, figuresOf } from "./boxes.tsx";
import s from "./canvas.module.css";
import { type Layout, layOut } from "./layout.ts";
import { type LineEdge, Lines, lineTypes } from "./lines.tsx";
import type { StepLook } from "./looks.ts";
import { useDrag } from "./use-drag.ts";
import { useWalk } from "./use-walk.ts";
import { Zoom } from "./zoom.tsx";

export interface SequenceCanvasProps {
  readonly steps: readonly TreeStep[];
  /** Words and numbers by the step's id; a new map draws all anew, so keep it while nothing changed. */
  readonly looks: ReadonlyMap<string, StepLook>;
  /** Which share of people goes each way, by the id of its box; kept like the looks. */
  readonly shares: ReadonlyMap<string, string>;
  /** The id of a step, or of a row of the outline: `start`, `lane:…`, `end:…`. */
  readonly selectedId: string | null;
  readonly onSelect: (id: string) => void;
  /** Enter, or a press on the box. */
  readonly onOpen: (id: string, by: "key" | "pointer") => void;
  /** Add something behind this box. */
  readonly onInsert: (behind: string) => void;
  readonly onMove: (stepId: string, to: Place) => void;
  /** Stands fixed in the upper right corner: who leaves from anywhere. */
  readonly note?: ReactNode;
}

/** The steps as a map. It holds nothing of its own: every change goes through the callbacks, as in the outline. */
export function SequenceCanvas(props: SequenceCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas(props: SequenceCanvasProps) {
  const { steps, looks, shares, selectedId } = props;
  const laid = useMemo(() => layOut(steps, (id) => figuresOf(looks.get(id)).length > 0), [steps, looks]);
  const placed = useMemo(() => nodesOf(laid, looks, shares), [laid, looks, shares]);
  const edges = useMemo(() => edgesOf(laid, looks), [laid, looks]);
  const [nodes, setNodes, onNodesChange] = useNodesState(placed);
  useEffect(() => setNodes(placed), [placed, setNodes]);
  const drag = useDrag(laid.lines, props.onMove, () => setNodes(placed));
  const walk = useWalk(laid, props);
  const { onInsert } = props;
  const lines = useMemo(
    () => ({ over: drag.over, onAdd: ({ behind }: { behind: string }) => onInsert(behind) }),
    [drag.over, onInsert],
  );
  const { wantsFocus } = walk;
  const chosen = useMemo(() => ({ id: selectedId, wantsFocus }), [selectedId, wantsFocus]);
  const isPhone = useMedia(PHONE);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the boxes inside, which are buttons
    <div className={s.canvas} data-canvas onKeyDown={walk.onKeyDown}>
      <Chosen value={chosen}>
        <Lines value={lines}>
          <ReactFlow<BoxNode, LineEdge>
            nodes={nodes}
            edges={edges}
            nodeTypes={boxTypes}
            edgeTypes={lineTypes}
            onNodesChange={onNodesChange}
            onNodeClick={(event, { id, type }) => type !== "join" && walk.onPress(event, id)}
            onNodeDrag={drag.onNodeDrag}
            onNodeDragStop={drag.onNodeDragStop}
            nodeDragThreshold={6}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            nodesConnectable={false}
            disableKeyboardA11y
            onlyRenderVisibleElements
            zoomOnDoubleClick={false}
            minZoom={0.05}
            maxZoom={1.5}
            onInit={walk.onInit}
          >
            <Background variant={BackgroundVariant.Dots} gap={22} size={1.2} color="var(--line-2)" />
            {isPhone ? null : <Small />}
            <Zoom />
            {props.note && !isPhone ? <Panel position="top-right">{props.note}</Panel> : null}
          </ReactFlow>
        </Lines>
      </Chosen>
    </div>
  );
}

function Small() {
  return (
    <MiniMap
      position="bottom-left"
      className={s.map ?? ""}
      style={{ width: 132, height: 84 }}
      ariaLabel="The whole sequence, small"
      pannable
      zoomable
      bgColor="var(--raised)"
      nodeColor="var(--mute)"
      maskColor="transparent"
      maskStrokeColor="var(--accent)"
      maskStrokeWidth={1.5}
    />
  );
}

function nodesOf(
  { boxes }: Layout,
  looks: SequenceCanvasProps["looks"],
  shares: SequenceCanvasProps["shares"],
): BoxNode[] {
  return boxes.map(({ x, y, width, height, ...box }) => ({
    id: box.id,
    type: box.kind,
    position: { x, y },
    width,
    height,
    // Known before the first drawing, so that what is out of sight is never drawn to be measured.
    measured: { width, height },
    draggable: box.kind === "step",
    data: { box, look: looks.get(box.id), share: shares.get(box.id) },
  }));
}

function edgesOf({ lines }: Layout, looks: SequenceCanvasProps["looks"]): LineEdge[] {
  return lines.map((line) => ({
    id: line.id,
    type: "line",
    source: line.from,
    target: line.to,
    data: {
      line,
      delay: line.delayOf === null ? undefined : looks.get(line.delayOf)?.delay,
      reached: line.delayOf === null ? undefined : looks.get(line.delayOf)?.reached,
    },
  }));
}
