"""text-dedup: its MinHash pipeline over local JSON Lines, clusters saved, nothing filtered or verified."""

import json
import pickle
import shutil

from common import SHINGLE, VALUES, arguments, read, write_lines


def main():
    args = arguments()
    from text_dedup.config import Config
    from text_dedup.config.algorithms import MinHashAlgorithmConfig
    from text_dedup.config.debug import DebugConfig
    from text_dedup.config.io import LocalInputConfig, OutputConfig
    from text_dedup.minhash import main as run

    work = args.out.with_suffix(".work")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    names, docs = [], str(work / "in.jsonl")
    with open(docs, "w", encoding="utf-8") as file:
        for name, text in read(args.docs):
            names.append(name)
            file.write(json.dumps({"text": text}) + "\n")
    load = {"path": "json", "data_files": docs, "split": "train", "cache_dir": str(work / "cache")}
    # Without validation: the settings would else be read from the command line, which is this driver's.
    config = Config.model_construct(
        input=LocalInputConfig(file_type="json", read_arguments=load),
        algorithm=MinHashAlgorithmConfig(
            algorithm_name="minhash",
            text_column="text",
            num_perm=VALUES,
            ngram_size=SHINGLE,
            threshold=args.threshold,
            num_proc=args.threads,
            check_false_positive=False,
            seed=42,
        ),
        output=OutputConfig(output_dir=str(work / "out"), save_clusters=True, skip_filtering=True),
        debug=DebugConfig(),
    )
    run(config)
    groups = {}
    for article, cluster in pickle.loads((work / "out" / "clusters.pickle").read_bytes()).items():
        groups.setdefault(cluster, []).append(names[article])
    write_lines(args.out, (group for group in groups.values() if len(group) > 1))
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
