"""datasketch: MinHash signed in a pool of processes, MinHashLSH in one. It verifies the estimate."""

from multiprocessing import Pool

from common import VALUES, arguments, read, shingles, write_lines
from datasketch import MinHash, MinHashLSH

EMPTY = MinHash(num_perm=VALUES)


def sign(article):
    name, text = article
    signature = EMPTY.copy()
    signature.update_batch([shingle.encode() for shingle in shingles(text)])
    return name, signature.hashvalues


def pairs(signed, threshold):
    index = MinHashLSH(threshold=threshold, num_perm=VALUES)
    known = {}
    for name, values in signed:
        signature = MinHash(num_perm=VALUES, hashvalues=values, permutations=EMPTY.permutations, scheme=EMPTY.scheme)
        for other in index.query(signature):
            if signature.jaccard(known[other]) >= threshold:
                yield other, name
        index.insert(name, signature)
        known[name] = signature


if __name__ == "__main__":
    args = arguments()
    with Pool(args.threads) as pool:
        write_lines(args.out, pairs(pool.imap(sign, read(args.docs), chunksize=200), args.threshold))
