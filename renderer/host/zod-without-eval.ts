import { z } from 'zod';

// Compiling validators needs eval, which the page's policy refuses; zod has to know before the first schema is made.
z.config({ jitless: true });
