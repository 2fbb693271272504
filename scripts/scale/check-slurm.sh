#!/usr/bin/env bash
# Runs a recipe as a Slurm array of 4 tasks on a Slurm of one node that it sets up itself, and compares with the run in one piece; then
# once more with a task that is killed and put back into the queue. Needs root, and Debian's packages slurm-wlm and munge.
#
#   scripts/scale/check-slurm.sh [BUNDLE [SAMPLES [STEPS]]]
set -euo pipefail
cd "$(dirname "$0")/../.."
bundle=${1:-e2e/fixtures/inlay-smoke}
samples=${2:-24}
steps=${3:-50}
for program in munged slurmctld slurmd sbatch scontrol; do
  command -v "$program" >/dev/null || { echo "$program is missing: install slurm-wlm and munge." >&2; exit 3; }
done

work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
mkdir -p "$work"/{munge,state,spool,log}
chmod 700 "$work/munge"
dd if=/dev/urandom of="$work/munge/key" bs=128 count=1 status=none
chmod 400 "$work/munge/key"
host=$(hostname -s)
cat >"$work/slurm.conf" <<CONF
ClusterName=check
SlurmctldHost=$host
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/log/slurmctld.log
SlurmdLogFile=$work/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
ReturnToService=2
MailProg=/bin/true
KillWait=2
NodeName=$host CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$work/slurm.conf
munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
  --log-file="$work/munge/log" --seed-file="$work/munge/seed" 2>/dev/null &
pids+=($!)
sleep 1
slurmctld -D >/dev/null 2>&1 &
pids+=($!)
slurmd -D >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 60); do
  [[ $(sinfo -h -o %T 2>/dev/null || true) == idle* ]] && break
  sleep 1
done
sinfo

npx tsx scripts/scale/recipe.ts "$bundle" "$samples" "$steps" >"$work/recipe.json"
common=(--bundle "$bundle" --date 2026-01-01T00:00:00Z)
node cli/inlay.mjs generate "$work/recipe.json" --out "$work/whole" --threads 1 "${common[@]}" >/dev/null

array() { # OUT: submits the four tasks and says the id of the job
  sbatch --parsable --array=1-4 --cpus-per-task=1 --output="$work/log/task-%A_%a.log" \
    scripts/scale/slurm-array.sh "$work/recipe.json" "$1" "${common[@]}"
}
settled() { # JOB: waits until none of its tasks is in the queue
  while [[ -n $(squeue -h -j "$1" 2>/dev/null || true) ]]; do sleep 1; done
}
same() { # NAME: compares with the run in one piece
  diff -r -x 'done*.json' "$work/whole" "$work/$1"
  echo "$1: $(find "$work/$1/images" -name '*.png' | wc -l) samples, byte for byte those of the run in one piece."
}

job=$(array "$work/shares")
settled "$job"
same shares

job=$(array "$work/requeued")
log=$work/log/task-${job}_1.log
for _ in $(seq 1200); do # until the first task has made two samples of its share
  grep -qs '^2 of' "$log" && break
  sleep 0.05
done
scontrol requeue "${job}_1"
settled "$job"
echo "Task 1 was killed and put back into the queue; the end of its log: $(grep 'samples in' "$log" | tail -1 | sed "s|$work/||")"
same requeued
