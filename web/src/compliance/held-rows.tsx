import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import s from "./compliance.module.css";

/** What is held of a person, and what an erasure does with it, before anybody decides. */
export function HeldRows({ requestId, isErasure }: { requestId: string; isErasure: boolean }) {
  const held = useQuery({
    queryKey: ["gdpr-requests", "held", requestId],
    queryFn: ({ signal }) => api("GET /gdpr-requests/:id/preview", { params: { id: requestId }, signal }),
  });
  if (held.error) return <ErrorState error={held.error} retry={() => void held.refetch()} />;
  if (held.isPending) return <SkeletonRows rows={3} height={20} />;
  if (held.data.data.length === 0) return <p className="second">Nothing is held of this person.</p>;
  return (
    <table className={s.held}>
      <caption>What is held of them</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Rows</th>
          {isErasure ? <th scope="col">Then</th> : null}
        </tr>
      </thead>
      <tbody>
        {held.data.data.map(({ table, name, rows, onErasure }) => (
          <tr key={table}>
            <td>{name}</td>
            <td className="num">{rows}</td>
            {isErasure ? <td>{onErasure === "deleted" ? "goes" : "stays for the counts, emptied"}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
