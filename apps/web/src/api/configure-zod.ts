import { config } from 'zod';

// zod would compile its parsers with `new Function`, which the content policy forbids. Schemas look at this when they are
// made, so this module must be imported before the contract.
config({ jitless: true });
