"""datatrove: signatures, buckets and clusters of its MinHash pipeline, local executor; nothing is verified."""

import json
import shutil
import struct

from common import BANDS, SHINGLE, VALUES, arguments, read, write_lines


def split(args, work):
    """Splits the corpus into a file for each worker; returns the ids in the order of each file."""
    (work / "in").mkdir(parents=True)
    names = [[] for _ in range(args.threads)]
    files = [open(work / "in" / f"{i:05d}.jsonl", "w", encoding="utf-8") for i in range(args.threads)]
    for number, (name, text) in enumerate(read(args.docs)):
        part = number % args.threads
        names[part].append(name)
        files[part].write(json.dumps({"id": name, "text": text}) + "\n")
    for file in files:
        file.close()
    return names


def main():
    args = arguments()
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets, MinhashDedupCluster
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.utils.hashing import HashConfig

    work = args.out.with_suffix(".work")
    shutil.rmtree(work, ignore_errors=True)
    names = split(args, work)
    precision = HashConfig(precision=64)
    config = MinhashConfig(n_grams=SHINGLE, num_buckets=BANDS, hashes_per_bucket=VALUES // BANDS, hash_config=precision)
    place = {stage: str(work / stage) for stage in ("in", "signatures", "buckets", "clusters")}
    sign = MinhashDedupSignature(place["signatures"], config=config, language="en")
    bucket = MinhashDedupBuckets(place["signatures"], place["buckets"], config=config)
    cluster = MinhashDedupCluster(place["buckets"], place["clusters"], config=config, save_cluster_id=True)
    for stage, (steps, tasks) in enumerate(
        [([JsonlReader(place["in"]), sign], args.threads), ([bucket], BANDS), ([cluster], 1)]
    ):
        workers = min(tasks, args.threads)
        LocalPipelineExecutor(steps, tasks=tasks, workers=workers, logging_dir=str(work / f"log{stage}")).run()

    groups = {}
    for file in sorted((work / "clusters").glob("*.clusters")):
        part = names[int(file.name.split(".")[0])]
        for article, cluster_id in struct.iter_unpack("<II", file.read_bytes()):
            groups.setdefault(cluster_id, []).append(part[article])
    write_lines(args.out, (group for group in groups.values() if len(group) > 1))
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
