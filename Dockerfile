FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN cd tools/pnpm && npm ci --ignore-scripts --no-audit --no-fund \
 && cd /app && node tools/pnpm/node_modules/pnpm/bin/pnpm.mjs install --frozen-lockfile \
 && node apps/web/node_modules/vite/bin/vite.js build apps/web \
 && node tools/check-supply-chain.mjs sbom sbom.cdx.json

FROM node:26-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# The workspace keeps its layout: the packages run as source, and Node does not strip types inside node_modules.
COPY --from=build /app /app
RUN install -d -o node -g node -m 0700 /app/.data
USER node
EXPOSE 8080 2055/udp 4739/udp
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "require('https').get({ port: 8080, path: '/api/status', rejectUnauthorized: false }, (r) => process.exit(r.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# Listens on all addresses of the container, so it speaks TLS; docker-compose.yml publishes the page on the loopback only.
CMD ["node", "apps/cli/src/main.ts", "up", "--host", "0.0.0.0"]
