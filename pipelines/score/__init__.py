"""The stage that scores every arm's answers, sums them up, reports them and files them in the tracking store."""
