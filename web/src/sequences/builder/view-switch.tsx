import { SegmentedControl } from "@mantine/core";
import { IconListTree, IconSitemap } from "@tabler/icons-react";
import { lazy, type ReactNode } from "react";
import { useUrlState } from "../../ui/use-url-state.ts";
import s from "./builder.module.css";

/** Brings a drawing library along, so it comes only to those who look at it. */
export const CanvasView = lazy(() =>
  import("../canvas/canvas-view.tsx").then((module) => ({ default: module.CanvasView })),
);

export type View = "outline" | "canvas";

/** Which face of the plan is shown stands in the address. */
export function useView(): [View, (view: View) => void] {
  const [url, setUrl] = useUrlState();
  const view: View = url.view === "canvas" ? "canvas" : "outline";
  return [view, (next) => setUrl({ view: next === "canvas" ? next : null }, { replace: true })];
}

export function ViewSwitch({ view, onView }: { view: View; onView: (view: View) => void }) {
  return (
    <SegmentedControl<View>
      aria-label="Show the steps as"
      value={view}
      onChange={onView}
      data={[
        { value: "outline", label: <Face icon={<IconListTree size={14} stroke={1.75} />} name="Outline" /> },
        { value: "canvas", label: <Face icon={<IconSitemap size={14} stroke={1.75} />} name="Canvas" /> },
      ]}
    />
  );
}

function Face({ icon, name }: { icon: ReactNode; name: string }) {
  return (
    <span className={s.face}>
      {icon} {name}
    </span>
  );
}
