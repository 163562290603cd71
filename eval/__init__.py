"""What answers are worth: metrics, their statistics, the gate, and the tables and reports that show them.

Everything here is a pure function of records. What needs a model or a store is handed in by the stage that scores.
"""
