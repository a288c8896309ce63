import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/{net,flow-codec,scope-model,map-layout,query-language,acl-formats,contract,reference-network,evidence}/src/**/*.test.ts',
            'apps/web/src/**/*.test.{ts,tsx}',
            'tools/*.test.ts',
          ],
          // A machine that runs much else besides is slow, not wrong.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: [
            'packages/{database,embedded-postgres}/src/**/*.test.ts',
            'apps/{collector,api,cli}/src/**/*.test.ts',
          ],
          globalSetup: ['packages/database/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
