"""daft: its reader, normaliser and MinHash; bands are grouped in daft, groups connected here, nothing is verified."""

from common import BANDS, SHINGLE, VALUES, arguments, clusters, write_lines

ROWS = VALUES // BANDS


def main():
    args = arguments()
    import daft
    import numpy as np
    from daft import col

    text = (col("title") + "\n" + col("text")).lower().regexp_replace(r"\W+", " ")
    values = text.minhash(num_hashes=BANDS * ROWS, ngram_size=SHINGLE, hash_function="xxhash")
    signed = daft.read_json(str(args.docs)).select(col("id"), values.alias("values")).collect()

    @daft.func.batch(return_dtype=daft.DataType.list(daft.DataType.binary()))
    def keys(values):
        flat = values.to_arrow().flatten().to_numpy(zero_copy_only=False).astype("<u4")
        articles = flat.reshape(-1, BANDS, ROWS)
        assert isinstance(articles, np.ndarray)
        return [[bytes([band]) + article[band].tobytes() for band in range(BANDS)] for article in articles]

    banded = signed.select(col("id"), keys(col("values")).alias("key")).explode("key")
    groups = banded.groupby("key").agg(col("id").list_agg().alias("ids"))
    shared = groups.where(col("ids").length() > 1).select("ids").to_pydict()["ids"]
    write_lines(args.out, clusters(shared))


if __name__ == "__main__":
    main()
