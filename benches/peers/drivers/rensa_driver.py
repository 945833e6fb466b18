"""rensa: R-MinHash of token sets in batches and RMinHashLSH, both in Rust. It verifies the estimate."""

from itertools import islice

from common import VALUES, arguments, read, shingles, write_lines

BATCH = 1000
BANDS = 32  # of 4 rows: rensa wants a divisor of 128


def main():
    args = arguments()
    from rensa import RMinHash, RMinHashLSH

    names, signatures = [], []
    articles = read(args.docs)
    while batch := list(islice(articles, BATCH)):
        names += [name for name, _ in batch]
        signatures += RMinHash.from_token_sets([shingles(text) for _, text in batch], num_perm=VALUES, seed=42)
    index = RMinHashLSH(threshold=args.threshold, num_perm=VALUES, num_bands=BANDS)
    index.insert_pairs(enumerate(signatures))

    def pairs():
        for start in range(0, len(signatures), BATCH):
            for i, others in enumerate(index.query_all(signatures[start : start + BATCH]), start):
                for j in others:
                    if j < i and signatures[i].jaccard(signatures[j]) >= args.threshold:
                        yield names[j], names[i]

    write_lines(args.out, pairs())


if __name__ == "__main__":
    main()
