"""The words that demands are found by, and the index of their letters."""

from django.db import models


class SearchedWords(models.Model):
    """What is looked through for a demand: title, number, topic and text, in the form of `searching.fold`."""

    demand = models.OneToOneField("ledger.Demand", models.CASCADE, primary_key=True, related_name="searched_words")
    words = models.TextField("可查的词")

    def __str__(self) -> str:
        return self.words[:40]


class SearchedPair(models.Model):
    """Two letters that stand side by side in a demand's words, as one number (`searching.number_pairs`)."""

    pk = models.CompositePrimaryKey("pair", "demand_id")
    pair = models.BigIntegerField()
    demand = models.ForeignKey("ledger.Demand", models.CASCADE, related_name="searched_pairs")

    def __str__(self) -> str:
        return str(self.pair)
