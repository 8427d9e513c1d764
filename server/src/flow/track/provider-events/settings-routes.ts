import { defineRoutes } from "../../../platform/http/index.ts";
import { changeHook, type HookPorts, showHook } from "./hook-settings.ts";

export function hookSettingsRoutes(ports: HookPorts) {
  return defineRoutes({
    "GET /sending-accounts/:id/hook": (ctx, { params }) => showHook(ctx, ports, params.id),
    "PUT /sending-accounts/:id/hook": (ctx, { params, body }) =>
      changeHook(ctx, ports, { accountId: params.id, ...body }),
  });
}
