import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { IconPlaneInflight } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { paths } from "../../app/paths.ts";
import { NARROW, useMedia } from "../../ui/use-width.ts";

/** Where there is no room it stands in the menu beside it. */
export function PreflightButton({ sequence }: { sequence: Sequence }) {
  const router = useRouter();
  const isNarrow = useMedia(NARROW);
  if (isNarrow || sequence.archivedAt) return null;
  return (
    <Button
      leftSection={<IconPlaneInflight size={16} stroke={1.6} />}
      onClick={() => router.history.push(paths.preflight(sequence.id))}
    >
      Pre-flight
    </Button>
  );
}
