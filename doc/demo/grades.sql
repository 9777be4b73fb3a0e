SELECT '(evaluation is not in this build yet)';
