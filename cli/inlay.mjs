#!/usr/bin/env node
/** The command line: `npx inlay …` in the checkout. TypeScript runs through tsx, as in scripts. */
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
