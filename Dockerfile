FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN cd tools/pnpm && npm ci --ignore-scripts --no-audit --no-fund \
 && cd /app && node tools/pnpm/node_modules/pnpm/bin/pnpm.mjs install --frozen-lockfile \
 && node apps/web/node_modules/vite/bin/vite.js build apps/web

FROM node:26-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# The workspace keeps its layout: the packages run as source, and Node does not strip types inside node_modules.
COPY --from=build --chown=node:node /app /app
USER node
EXPOSE 8080 2055/udp 4739/udp
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/api/status').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Listens on all addresses of the container; docker-compose.yml publishes the page on the loopback only.
CMD ["node", "apps/cli/src/main.ts", "up", "--host", "0.0.0.0"]
