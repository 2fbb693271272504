/** The rows of a grid of samples. */
import { SAMPLER_LIMITS } from '../../contracts/recipe';
import type { Grid } from '../../contracts/storage';

const MAX_ROWS = 8;

/** Grids of the same rows are one. */
export function gridKey({ rows }: Grid): string {
  return rows.map(({ recipeSha256 }) => recipeSha256).join();
}

/**
 * Guidance of each row, ascending, each once: "1, 1.5, 3", or "1; 1,5; 3". What is no number that the sampler takes is left out.
 * @returns at most 8 numbers
 */
export function guidanceRows(text: string): number[] {
  const { min, max } = SAMPLER_LIMITS.guidance;
  const hasSemicolons = text.includes(';'); // then a comma is a decimal one
  const parts = hasSemicolons ? text.replaceAll(',', '.').split(/[;\s]+/) : text.split(/[,\s]+/);
  const given = parts.filter(Boolean).map(Number);
  const rows = [...new Set(given.filter((value) => value >= min && value <= max))].slice(0, MAX_ROWS);
  return rows.sort((a, b) => a - b);
}
