import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { csvOf } from "../csv.ts";
import { saveFile } from "../save-file.ts";
import { pictureOf } from "./picture.ts";

interface SavePlotProps {
  /** Its numbers, the columns' names first. */
  readonly lines: () => readonly (readonly string[])[];
  readonly caption: () => string;
  /** Null while its table is shown. */
  readonly plot: (() => HTMLElement | null) | null;
}

/** A plot as a file, to be put into a mail or a slide: its numbers, or how it looks. */
export function SavePlot({ lines, caption, plot }: SavePlotProps) {
  const nameOf = (ending: string) => `${fileName(caption())}.${ending}`;
  const [isOpen, setOpen] = useState(false);
  const [isRefused, setRefused] = useState(false);
  async function savePicture(element: HTMLElement | null | undefined) {
    if (!element) return;
    try {
      saveFile(nameOf("png"), await pictureOf(element, caption()));
    } catch {
      // Some browsers let nobody read what they drew; said where it was asked for.
      setRefused(true);
      setOpen(true);
    }
  }
  return (
    <Menu position="bottom-end" opened={isOpen} onChange={setOpen}>
      <Menu.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Save this plot">
          <IconDownload size={14} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => saveFile(nameOf("csv"), new Blob([csvOf(lines())], { type: "text/csv" }))}>
          Numbers as CSV
        </Menu.Item>
        <Menu.Item disabled={plot === null || isRefused} onClick={() => void savePicture(plot?.())}>
          {isRefused ? "This browser makes no pictures" : "Picture as PNG"}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** `37-of-483-mails-were-answered` */
function fileName(caption: string): string {
  const words = caption.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  return words.slice(0, 60).replaceAll(/^-|-$/g, "") || "plot";
}
