"""依申请公开: requests for disclosure with their terms by law, and complaints and appraisals of the disclosure itself."""
