"""How good a report is, by what people say of some of its articles, and which settings would make it better.

    labels             a file              -> Labels: pairs with a relation, or articles with a group
    scores             labels, report      -> precision and recall with their intervals, confusion, curves
    group_scores       labels, report      -> agreement of groups: pairwise, B-cubed, adjusted Rand
    evaluate           report, labels      -> Evaluation, with the errors and the misses
    label_sheet        report              -> a sample of pairs for a person to label
    tuning             labels, settings    -> the settings that score best on one half, and their score on the other

What scikit-learn computes is computed by scikit-learn.
"""
