export { isCalendar, loadHolidays } from "./load-holidays.ts";
export { calendarRoutes } from "./routes.ts";
