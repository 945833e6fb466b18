"""The scorer on a case small enough to be counted by hand: `python3 -m unittest` in this folder."""

import json
import tempfile
import unittest
from pathlib import Path

from score import LARGEST, Label, found, labels, score

PLANTED = [
    Label("a", "b", "exact", 1.0),
    Label("a", "c", "light", 0.4),
    Label("x", "y", "light", 0.5),
    Label("y", "z", "reworded", 0.02),
]


class Scoring(unittest.TestCase):
    def test_nothing_found_has_no_precision(self):
        result = score(PLANTED, [])
        self.assertEqual(result.recall, {"exact": 0, "light": 0, "reworded": 0})
        self.assertEqual((result.recall_promised, result.precision, result.pairs), (0, None, 0))

    def test_recall_is_by_kind_and_by_true_jaccard(self):
        result = score(PLANTED, [["b", "a"], ["a", "c"]])
        self.assertEqual(result.recall, {"exact": 1, "light": 0.5, "reworded": 0})
        self.assertEqual((result.recall_promised, result.precision, result.pairs), (0.5, 1, 2))

    def test_a_cluster_is_all_its_pairs_and_a_pair_counts_once(self):
        result = score(PLANTED, [["a", "b", "c"], ["c", "b"]])
        self.assertEqual((result.pairs, result.precision), (3, 1))

    def test_a_pair_of_one_family_is_right_though_no_label_names_it(self):
        self.assertEqual(score(PLANTED, [["x", "z"]]).precision, 1)

    def test_strangers_and_unknown_articles_are_wrong(self):
        self.assertEqual(score(PLANTED, [["a", "x"], ["q", "r"], ["a", "b"], ["y", "z"]]).precision, 0.5)

    def test_a_cluster_too_large_to_list_counts_for_recall_only(self):
        cluster = ["x", "y", *(str(n) for n in range(LARGEST))]
        result = score(PLANTED, [cluster, ["a", "b"]])
        self.assertEqual(result.recall, {"exact": 1, "light": 0.5, "reworded": 0})
        self.assertEqual((result.pairs, result.precision, result.clusters_not_counted), (1, 1, 1))


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, text):
        path = self.folder / "file"
        path.write_text(text)
        return path

    def test_pairs_clusters_and_reports_are_read(self):
        self.assertEqual(list(found(self.file("a\tb\nc\td\te\n"))), [["a", "b"], ["c", "d", "e"]])
        report = {"pairs": [{"a": "a", "b": "b", "verdict": "rewrite"}]}
        self.assertEqual(list(found(self.file(json.dumps(report)))), [["a", "b"]])
        self.assertEqual(list(found(self.file(""))), [])

    def test_labels_without_jaccard_are_read(self):
        table = self.file("id_source\tid_copy\tkind\tjaccard5\tcontainment5\na\tb\theavy\t\t\na\tc\tlight\t0.7\t0.9\n")
        self.assertEqual(labels(table), [Label("a", "b", "heavy", None), Label("a", "c", "light", 0.7)])


if __name__ == "__main__":
    unittest.main()
