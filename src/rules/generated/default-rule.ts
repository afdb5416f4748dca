/** The rule by Elastic (Elastic License 2.0, rules/LICENSE) that every module is built with. Generated from rules/: edit that. */
export const DEFAULT_RULE = {
  "id": "6951f15e-533c-4a60-8014-a3c3ab851a1b",
  "name": "AWS KMS Customer Managed Key Disabled or Scheduled for Deletion",
  "version": "107",
  "author": ["Xavier Pich"],
  "license": "Elastic License v2",
  "reference": "https://www.elastic.co/guide/en/security/current/aws-kms-customer-managed-key-disabled-or-scheduled-for-deletion.html",
  "references": [
    "https://docs.aws.amazon.com/cli/latest/reference/kms/disable-key.html",
    "https://docs.aws.amazon.com/cli/latest/reference/kms/schedule-key-deletion.html"
  ],
  "type": "query",
  "language": "kuery",
  "query": "event.dataset:aws.cloudtrail and event.provider:kms.amazonaws.com and event.action:(\"DisableKey\" or \"ScheduleKeyDeletion\") and event.outcome:success",
  "severity": "medium",
  "risk_score": 47,
  "tag": "aws-kms-key-loss",
  "tags": [
    "Domain: Cloud",
    "Data Source: AWS",
    "Data Source: Amazon Web Services",
    "Data Source: AWS KMS",
    "Use Case: Log Auditing",
    "Tactic: Impact",
    "Resources: Investigation Guide"
  ],
  "indices": ["filebeat-*", "logs-aws.cloudtrail-*"],
  "schedule": { "interval": "10m", "from": "now-60m", "max_alerts": 100 },
  "threat": {
    "framework": "MITRE ATT&CK",
    "tactic": {
      "id": ["TA0040"],
      "name": ["Impact"],
      "reference": ["https://attack.mitre.org/tactics/TA0040/"]
    },
    "technique": {
      "id": ["T1485"],
      "name": ["Data Destruction"],
      "reference": ["https://attack.mitre.org/techniques/T1485/"]
    }
  }
};
