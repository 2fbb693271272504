#!/usr/bin/env bash
# One share of a recipe or a plan a task of a Slurm array. From the checkout, on a file system that all nodes see:
#
#   sbatch --array=1-64 --cpus-per-task=4 scripts/scale/slurm-array.sh RECIPE OUT [arguments of `inlay generate`]
#
# A task that was killed, or put back into the queue, goes on where it stopped. The same OUT serves all tasks.
#SBATCH --job-name=inlay
#SBATCH --array=1-4
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=inlay-%A_%a.log
set -euo pipefail

if [[ $# -lt 2 ]]; then
  echo "usage: sbatch --array=1-N $0 RECIPE OUT [arguments of inlay generate]" >&2
  exit 2
fi
recipe=$1
out=$2
shift 2
share=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))

exec node "${INLAY_CHECKOUT:-$SLURM_SUBMIT_DIR}/cli/inlay.mjs" generate "$recipe" --out "$out" \
  --shard "$share/$SLURM_ARRAY_TASK_COUNT" --threads "${SLURM_CPUS_PER_TASK:-1}" --resume "$@"
