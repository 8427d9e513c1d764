import { ActionIcon, Tooltip } from "@mantine/core";
import { IconMaximize, IconMinus, IconPlus } from "@tabler/icons-react";
import { Panel, useReactFlow } from "@xyflow/react";
import s from "./canvas.module.css";

const icon = { size: 16, stroke: 1.6 };

/** Nearer, farther, everything. */
export function Zoom() {
  const flow = useReactFlow();
  const deeds = [
    { label: "Zoom in", shown: <IconPlus {...icon} />, run: () => flow.zoomIn() },
    { label: "Zoom out", shown: <IconMinus {...icon} />, run: () => flow.zoomOut() },
    { label: "Fit the whole sequence", shown: <IconMaximize {...icon} />, run: () => flow.fitView({ padding: 0.08 }) },
  ];
  return (
    <Panel position="bottom-right" className={s.zoom}>
      {deeds.map(({ label, shown, run }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon aria-label={label} onClick={() => void run()}>
            {shown}
          </ActionIcon>
        </Tooltip>
      ))}
    </Panel>
  );
}
