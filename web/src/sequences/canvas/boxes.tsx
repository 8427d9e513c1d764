import { IconAlertTriangle, IconFlag, IconUsers } from "@tabler/icons-react";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { createContext, memo, type ReactNode, useContext, useEffect, useRef } from "react";
import { count } from "../../ui/numbers.ts";
import { viewOf } from "../kinds/index.ts";
import s from "./canvas.module.css";
import type { Box } from "./graph.ts";
import type { StepLook } from "./looks.ts";

export type BoxNode = Node<
  { readonly box: Box; readonly look: StepLook | undefined; readonly share: string | undefined },
  Box["kind"]
>;
type BoxProps = NodeProps<BoxNode>;

interface ChosenBox {
  readonly id: string | null;
  /** Whether it was chosen by key and has the focus as soon as it is drawn: what lies out of sight is not. */
  readonly wantsFocus: { current: boolean };
}

/** The chosen box: known beside the nodes, so that choosing draws two of them and not all. */
export const Chosen = createContext<ChosenBox>({ id: null, wantsFocus: { current: false } });

/** Lines are drawn from the layout; React Flow wants to know an anchor all the same. */
function Anchors() {
  return (
    <>
      <Handle type="target" position={Position.Top} className={s.anchor} isConnectable={false} />
      <Handle type="source" position={Position.Bottom} className={s.anchor} isConnectable={false} />
    </>
  );
}

/** Something the keyboard can stand on: one stop for Tab, the arrows do the rest. */
function Stop(props: { id: string; className: string | undefined; warn?: boolean; children: ReactNode }) {
  const { id, wantsFocus } = useContext(Chosen);
  const isChosen = id === props.id;
  const own = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isChosen || !wantsFocus.current) return;
    wantsFocus.current = false;
    own.current?.focus({ preventScroll: true });
  }, [isChosen, wantsFocus]);
  return (
    <button
      ref={own}
      type="button"
      data-row={props.id}
      data-warn={props.warn || undefined}
      className={props.className}
      aria-current={isChosen}
      tabIndex={isChosen ? 0 : -1}
    >
      {props.children}
    </button>
  );
}

const StepBox = memo(function StepBox({ data: { box, look } }: BoxProps) {
  if (box.kind !== "step" || !look) return null;
  const { Icon, name } = viewOf(box.step.type);
  const { number, title, line, problems } = look;
  const [problem] = problems;
  const figures = figuresOf(look);
  return (
    <>
      <Stop id={box.id} className={s.step} warn={problem !== undefined}>
        <span className={s.title}>
          <span className={s.tile} data-plain={box.step.type === "email" ? undefined : true}>
            <Icon size={16} stroke={1.6} role="img" aria-label={name} />
          </span>
          <span className={s.number}>{number}</span>
          <b className="cut" dir="auto">
            {title}
          </b>
        </span>
        {problem ? (
          <span className={s.problem}>
            <IconAlertTriangle size={13} stroke={1.75} aria-hidden="true" />
            <span className="cut">{problem}</span>
            {problems.length > 1 ? <span className={s.more}>+{problems.length - 1}</span> : null}
          </span>
        ) : (
          <span className={s.line}>
            <span className="cut" dir="auto">
              {line}
            </span>
          </span>
        )}
        {figures.length > 0 ? (
          <span className={s.figures}>
            {figures.map(({ n, of }) => (
              <span key={of} data-of={of}>
                <span>{n}</span> {of}
              </span>
            ))}
          </span>
        ) : null}
      </Stop>
      <Anchors />
    </>
  );
});

/** The numbers of a step, as far as there are any: its third line. */
export function figuresOf(look: StepLook | undefined): { n: string; of: string }[] {
  const known: { n: string; of: string }[] = [];
  if (look?.here) known.push({ n: count(look.here), of: "here" });
  if (look?.sent !== undefined) known.push({ n: count(look.sent), of: "sent" });
  if (look?.replied !== undefined && look.sent) known.push({ n: look.replied, of: "replied" });
  return known;
}

const StartBox = memo(function StartBox({ data: { box } }: BoxProps) {
  return (
    <>
      <Stop id={box.id} className={s.pillBox}>
        <IconUsers size={15} stroke={1.6} aria-hidden="true" />
        <b>Enroll</b>
        <span>by hand, by import, or by the API</span>
      </Stop>
      <Anchors />
    </>
  );
});

const LaneBox = memo(function LaneBox({ data: { box, share } }: BoxProps) {
  const name = (box.kind === "lane" && box.name) || "No name";
  return (
    <>
      <span className={s.laneBox}>
        <Stop id={box.id} className={s.lane}>
          <b className="cut" dir="auto">
            {name}
          </b>
          {share ? <span className={s.share}>{share}</span> : null}
        </Stop>
      </span>
      <Anchors />
    </>
  );
});

const FinishBox = memo(function FinishBox({ data: { box } }: BoxProps) {
  return (
    <>
      <Stop id={box.id} className={s.pillBox}>
        <IconFlag size={14} stroke={1.75} aria-hidden="true" />
        <span>Finish</span>
      </Stop>
      <Anchors />
    </>
  );
});

const JoinBox = memo(function JoinBox(_: BoxProps) {
  return <Anchors />;
});

export const boxTypes = { start: StartBox, step: StepBox, lane: LaneBox, finish: FinishBox, join: JoinBox };
