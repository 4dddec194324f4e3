# The gateway in a container: the sandbox as it is, production by its settings (docs/production.md, "In a container").
# Node runs the TypeScript as it is; what is built is the console's pages.

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-bookworm-slim AS console
WORKDIR /app/console
COPY console/package.json console/package-lock.json console/.npmrc ./
RUN npm ci --ignore-scripts
WORKDIR /app
COPY console ./console
COPY sdk/src ./sdk/src
COPY src/wire ./src/wire
RUN node console/build.mjs made

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    SUNAP_HOST=0.0.0.0 \
    SUNAP_DATA=/var/lib/sunap
RUN install --directory --mode=700 --owner=node --group=node /var/lib/sunap
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE NOTICE ./
COPY src ./src
COPY --from=console /app/made ./src/console
USER node
VOLUME /var/lib/sunap
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["node", "--eval", "fetch('http://127.0.0.1:' + (process.env.SUNAP_PORT || 8080) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is told to stop, not a shell or npm before it; it answers whoever is at a counter and ends.
STOPSIGNAL SIGTERM
CMD ["node", "src/server/main.ts"]
