import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  build: {
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // One chunk, so that zod is configured before the contract's schemas are made; see src/api/configure-zod.ts.
        codeSplitting: { groups: [{ name: 'contract', test: /[\\/](zod|contract|net|configure-zod)[\\/.]/ }] },
      },
    },
  },
});
