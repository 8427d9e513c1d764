export { isCalendar, loadHolidays } from "./load-holidays.ts";
export type { CalendarPorts } from "./ports.ts";
export { calendarRoutes } from "./routes.ts";
