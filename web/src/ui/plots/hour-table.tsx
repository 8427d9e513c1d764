import { count } from "../numbers.ts";
import s from "./plots.module.css";

export function HourTable({ hours }: { hours: readonly { hour: number; sent: number; planned: number }[] }) {
  return (
    <table className={s.table}>
      <thead>
        <tr>
          <th scope="col">Hour</th>
          <th scope="col">Sent</th>
          <th scope="col">Planned</th>
        </tr>
      </thead>
      <tbody>
        {hours.map((h) => (
          <tr key={h.hour}>
            <th scope="row">{String(h.hour).padStart(2, "0")}:00</th>
            <td>{count(h.sent)}</td>
            <td>{count(h.planned)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
